pairing-unit-kind-committee = 管理机构
pairing-unit-kind-branch = 工作组
