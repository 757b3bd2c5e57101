activity-kind-theme-day = Joint working day
