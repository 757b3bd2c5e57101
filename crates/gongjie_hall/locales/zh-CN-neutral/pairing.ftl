pairing-unit-kind-committee = 管理机构
pairing-unit-kind-branch = 工作组
pairing-first-listed-what = 原文没有写谁牵头，按排名第一的单位记。
