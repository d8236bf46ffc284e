"""Policy packs as data, and the engine: facts in, decision out. No framework, no clock, no network."""
