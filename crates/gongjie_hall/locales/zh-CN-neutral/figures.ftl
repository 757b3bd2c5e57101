figure-branches = 参加结对的单位
figure-branches-object = 单位（不是结对次数）
figure-branches-filter = 本组织的单位，是已结对或已结项的结对的成员
figure-branches-once = 一个单位参加几项也只算一个
