/** What commands that look at objects of a namespace, or give orders about them, share. */
package io.homeostat.cli.cluster;
