"""What the units are told by those who guide them: the library, and notices that are acknowledged (CPD-TW.V.C.2)."""
