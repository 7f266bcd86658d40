# The words of reports.

report-month =
    { $month ->
        [1] January { $year }
        [2] February { $year }
        [3] March { $year }
        [4] April { $year }
        [5] May { $year }
        [6] June { $year }
        [7] July { $year }
        [8] August { $year }
        [9] September { $year }
        [10] October { $year }
        [11] November { $year }
       *[12] December { $year }
    }
report-total = Total
report-no-sites = The report covers no site.
report-nothing-read = No energy was read in this time: how much heat was used is not known.
report-partial = Months of which only a part was counted: { $months }. These figures are compared with no others.

report-figure-site = Site
report-figure-n-sites = Sites
report-figure-month = Month
report-figure-category = Kind of building
report-figure-area = Heated area
report-figure-contracted = Contracted power
report-figure-tariff = Tariff
report-figure-signature-base = Heating begins below
report-figure-signature-slope = Heat by degree day below that temperature
report-figure-energy = Heat
report-figure-n-read = Sites with readings
report-figure-n-without-area = Sites without a known area
report-figure-cost = Net cost
report-figure-n-without-cost = Sites with readings and without a cost

report-column-compared = Use
report-column-month = Month
report-column-energy = Heat
report-column-energy_per_area = By area
report-column-own_change = Own against it
report-column-volume = Carrier
report-column-degree_days = Degree days
report-column-energy_per_degree_day = By degree day
report-column-year_before = Year before
report-column-year_before_corrected = Year before, same weather
report-column-change = Change
report-column-cost = Net cost
report-column-coverage = Data
report-column-place = No.
report-column-site = Site
report-column-name = Name
report-column-peak = Peak
report-column-peak_share = Peak / contr.
report-column-difference = ΔT
report-column-return = Return
report-column-volume_per_energy = Carrier / heat
report-column-alarms = Alarms

report-table-comparison = The month compared
report-table-months = Twelve months
report-table-portfolio = Sites, the worst first

report-compared-own = own, month of the sheet
report-compared-month-before = own, month before
report-compared-year-before = own, year before
report-compared-corrected = year before in the same weather
report-compared-average = average user of this kind
report-chart-corrected = Heat in twelve months and a year before in the same weather
report-chart-uncorrected = Heat in twelve months and a year before
report-chart-alternative = Bars of the heat used month by month, behind them bars of the same months a year before. The table has the same figures.
report-plot-own = used
report-plot-year-before = year before
report-plot-corrected = year before, same weather
report-note-uncorrected = The weather cannot be allowed for: outdoor temperatures are missing, or the use does not depend on them.

report-monthly-sheet = Heat used: { $month }
report-portfolio = Sites compared: { $period }

report-definition-energy = Heat and carrier are differences of registers; a difference belongs to the period in which it begins.
report-definition-compared = “Own against it” tells by how many per cent the use of the sheet's month is above the compared one; a negative number means below.
report-definition-average = The average user is the mean use by area of buildings of the same kind times the area of this building; it is told from five buildings on.
report-definition-corrected = “In the same weather” is the use of a year before plus the slope of the building's energy signature times the difference of the degree days of both months.
report-definition-degree-days = Degree days Sd(15) are the sum over hours of max(15 °C − outdoor temperature; 0) / 24.
report-definition-whole = Only months are compared that readings cover as a whole, to the day.
report-definition-cost = The net cost is the price of heat and the variable transmission charge of the site's tariff, without fixed charges, carrier and VAT. It is no invoice.
report-definition-sheet = The sheet is laid out after annex VIIa to directive 2012/27/EU and art. 45c of the Polish energy law. Whether it meets a duty towards users of premises is for the building's manager to judge.
report-definition-ranking = Worst is the site that used most heat by area; sites without a known area follow by carrier by heat, sites without readings come last.
report-definition-peak = The peak is the highest power that was read, with several metering points the sum of their peaks; beside it, as a share of the contracted power.
report-definition-means = ΔT and return temperature are means of the readings of the first metering point that tells them.
report-definition-alarms = Alarms are those that were active at the end of the period.
report-definition-totals = In the row “Total”, heat by area and carrier by heat are of the sites of which both are known.
report-definition-missing = A dash means that the value is not known; it never means zero.
report-definition-time = Days and months are those of the time of { $zone }.
