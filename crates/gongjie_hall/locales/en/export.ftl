error-export-rows = A file holds at most { $max } rows. Please narrow the view by campaign, theme or unit and export it in parts.
error-export-document = A table of a docx has at most { $max } rows. Narrow it by year, theme or unit, or take xlsx.
export-style-gb9704 = Official papers (GB/T 9704)
export-style-house = Source Han fonts
