activity-kind-theme-day = 协作活动
