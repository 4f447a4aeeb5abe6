"""The vendor's JSON as values, one module an area. What a class leaves out is in `raw`.

Nearly everything may be missing or null: the vendor publishes samples and no schema. The defaults of .NET (the year
1, the all-zero GUID, 0, "") stand for what is not set; they are kept here and read as absent by `translate`.
"""
