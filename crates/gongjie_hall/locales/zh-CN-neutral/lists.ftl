lists-outside = 外部单位
