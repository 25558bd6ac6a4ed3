"""Homeostat's Jobs: a dataset from corrections, a LoRA adapter, a comparison of two releases."""
