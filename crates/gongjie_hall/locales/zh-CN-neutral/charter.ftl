charter-lead = 牵头单位
charter-partners = 共建单位
charter-sign = 负责人签字　　　年　月　日
