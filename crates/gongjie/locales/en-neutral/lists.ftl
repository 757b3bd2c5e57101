lists-outside = Outside partner
