ledger-lead = Lead unit
ledger-partners = Partner units
counted-branches = units
