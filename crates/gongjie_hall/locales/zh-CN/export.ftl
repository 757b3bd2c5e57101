error-export-rows = 一个文件最多 { $max } 行。请用筛选（年度、主题、单位）分成几份导出。
error-export-document = 一份 docx 的表最多 { $max } 行。请用筛选（年度、主题、单位）分成几份，或者导出 xlsx。
export-style-gb9704 = 公文格式（GB/T 9704）
export-style-house = 思源字体
