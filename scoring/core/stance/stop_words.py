"""Words that are never shown as a reason for a score; their points are part of `rest`."""

_STOP_WORDS = """
a an the and or but so of to in on at by for from with as into about over than then that this these
those it its is are was were be been being am i im ive id you your youre youve youd we our us were
weve they their them theyre theyve he she his her him my me do does did done have has had having
there here what which who whom when where why how if not no can could will would shall should may
might must just also very really quite kind sort like know think mean say said says going gonna get
got go one two some any all every each other another most much many such only even still yeah yes
okay ok well right now because up out way thing things lot actually basically want let see thats
whats theres lets hes shes something anything number whole stuff today able within sure means mostly
maybe probably previously
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
