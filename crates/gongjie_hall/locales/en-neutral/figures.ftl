figure-branches = Units in pairings
figure-branches-object = Units (not memberships)
figure-branches-filter = Units of the organisation that are members of an active or concluded pairing
figure-branches-once = A unit in several pairings counts once
