home-before-branches = 共有
home-after-branches = 个单位参加，
home-name-branches = 单位
home-network-label = 协作网络图：{ $units } 个单位，{ $joints } 条牵头—协作连线。参与最多的是{ $busiest }。
