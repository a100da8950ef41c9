-- Protects every rate: 0 <= numerator <= denominator; no count is negative.
-- 说明：有比率的分子大于分母
select indicator.month, indicator.scope, indicator.scope_code, indicator, indicator.numerator, indicator.denominator
from mart.indicator as indicator
inner join mart.indicator_note as note using (indicator)
where indicator.numerator < 0 or (note.form = 'rate' and indicator.numerator > indicator.denominator)
