"""Who makes the demo's clothes, and in which sizes."""

SIZES = ("XS", "S", "M", "L", "XL", "XXL")
CITY = ("Almond & Reed", "Halden", "Marlowe Row", "Petrichor")
OUTDOOR = ("Northfell", "Tarnwick", "Skarvik")
SPORT = ("Pacelane", "Veltro", "Northfell")
KNIT = ("Woolmere", "Halden", "Almond & Reed", "Skarvik")
DRESSY = ("Marlowe Row", "Odile Vance", "Petrichor")
