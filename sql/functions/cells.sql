-- half_width: full-width digits and marks to half-width, hard spaces to spaces; marks of no width go.
create or replace macro half_width(t) as
    translate(
        t,
        '０１２３４５６７８９．％－／：（），；＋　' || chr(160) || chr(8203) || chr(65279),
        '0123456789.%-/:(),;+ ' || ' '
    );

-- plain: half-width, outer space gone; blank becomes null. Cells of ordinary characters (most) are passed as they are.
create or replace macro plain(t) as
    case
        when regexp_full_match(t, '[\x21-\x7e\x{4e00}-\x{9fff}]([\x20-\x7e\x{4e00}-\x{9fff}]*[\x21-\x7e\x{4e00}-\x{9fff}])?') then t
        else nullif(trim(half_width(t), ' ' || chr(9) || chr(10) || chr(13)), '')
    end;

-- squeezed: plain without any inner space.
create or replace macro squeezed(t) as
    case
        when regexp_full_match(t, '[\x21-\x7e\x{4e00}-\x{9fff}]+') then t
        else nullif(regexp_replace(half_width(t), '\s+', '', 'g'), '')
    end;

-- whole_number: '12', '12.0', '12次', '1,234' → 12, 1234; anything else is null.
create or replace macro whole_number(t) as
    try_cast(
        replace(
            regexp_extract(
                plain(t),
                '^(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.0+)?\s*(?:次|年|岁|周岁|秒|个|件|人|人次|户|家|处|场|条|份|项)?$',
                1
            ), ',', ''
        ) as integer
    );

-- village_bare: a village without its committee; 新村委会 is the committee of 新村.
create or replace macro village_bare(t) as
    case
        when regexp_full_match(squeezed(t), '.村(民委员|委)会') then left(squeezed(t), 2)
        else regexp_replace(squeezed(t), '(村民委员会|居民委员会|村委会|居委会)$', '')
    end;

-- village_key: the bare name of a village, so that 王庄村委会, 王庄村 and 王庄 meet; a one-character rest keeps its 村.
create or replace macro village_key(t) as
    case
        when length(regexp_replace(village_bare(t), '(村|社区)$', '')) >= 2
            then regexp_replace(village_bare(t), '(村|社区)$', '')
        else village_bare(t)
    end;

-- is_lossy_id: an identifier that a spreadsheet turned into a rounded number, like 2.02206E+13.
create or replace macro is_lossy_id(t) as regexp_matches(t, '^\d(\.\d+)?[eE]\+?\d+$');
