error-export-rows = 一个文件最多 { $max } 行。请用筛选（年度、主题、单位）分成几份导出。
