-- month_of: the month (its first day) that a day counts in, where months begin on the `first_day`th: of the month itself
-- if that is 1, else of the month before.
create or replace macro month_of(day, first_day) as
    cast(
        date_trunc('month', day - to_days(first_day - 1)) + to_months(case when first_day > 1 then 1 else 0 end) as date
    );
