module homeostat.io/bench/wire

go 1.22
