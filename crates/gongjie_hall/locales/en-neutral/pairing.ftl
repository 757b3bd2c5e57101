pairing-unit-kind-committee = Boards
pairing-unit-kind-branch = Teams
