"""How fast the gateway is beside other proxies, measured in turns before the same upstream."""
