next-list-what = 入单以后给编号，各单位可以来结对。
