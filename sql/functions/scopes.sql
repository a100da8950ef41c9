-- scope_of: one scope that a record belongs to, as a list of none (no code) or one.
create or replace macro scope_of(scope, scope_code) as
    case when scope_code is null then [] else [{'scope': scope, 'scope_code': scope_code}] end;

-- county_scope: the scope that every record belongs to.
create or replace macro county_scope() as [{'scope': 'county', 'scope_code': ''}];

-- indicator_value: what an indicator amounts to by its form; null where there is nothing to divide by.
create or replace macro indicator_value(form, numerator, denominator) as
    case form
        when 'count' then numerator
        when 'rate' then 100.0 * numerator / nullif(denominator, 0)
        when 'per_10000' then 10000.0 * numerator / nullif(denominator, 0)
        else 1.0 * numerator / nullif(denominator, 0)
    end;
