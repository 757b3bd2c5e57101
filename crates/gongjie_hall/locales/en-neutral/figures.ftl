figure-branches = Offices in pairings
figure-branches-object = Units (not memberships)
figure-branches-filter = Offices that are members of an active or concluded pairing
figure-branches-once = A unit in several pairings counts once
