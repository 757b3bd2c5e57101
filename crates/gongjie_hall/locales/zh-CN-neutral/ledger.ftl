ledger-lead = 牵头单位
ledger-partners = 共建单位
counted-branches = 单位
