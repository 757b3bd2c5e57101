home-before-branches = {""}
home-after-branches = units,
home-name-branches = Units
