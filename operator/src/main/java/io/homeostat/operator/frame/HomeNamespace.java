package io.homeostat.operator.frame;

/**
 * Marks a reconciler of objects in the operator's own namespace, whatever namespaces it watches for
 * users.
 */
public interface HomeNamespace {}
