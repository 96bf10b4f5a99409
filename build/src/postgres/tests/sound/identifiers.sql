CREATE TABLE "Order" ("select" text, "a b" int, "q""q" int, größe int, _x$1 int);
CREATE TABLE "app"."Where" (id bigint);
ALTER TABLE "Order" ADD COLUMN "from" int NOT NULL;
SELECT U&"d\0061t\+000061", U&'\0041' UESCAPE '!', E'it\'s\n', 'it''s', B'0101', X'1FF', N'x',
    $tag$ ; 'not' -- a comment $tag$, $$ $ $$, 'one'
    'string', 1e10, .5 FROM "Order";
