charter-lead = Lead unit
charter-partners = Partner units
charter-sign = Head of unit, date
