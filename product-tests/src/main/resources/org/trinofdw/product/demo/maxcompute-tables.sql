CREATE TABLE lineitem_big (
    l_orderkey      BIGINT,
    l_partkey       BIGINT,
    l_suppkey       BIGINT,
    l_linenumber    BIGINT,
    l_quantity      DOUBLE,
    l_extendedprice DOUBLE,
    l_discount      DOUBLE,
    l_tax           DOUBLE,
    l_returnflag    CHAR(1),
    l_linestatus    CHAR(1),
    l_shipdate      DATE,
    l_commitdate    DATE,
    l_receiptdate   DATE,
    l_shipinstruct  CHAR(25),
    l_shipmode      CHAR(10),
    l_comment       VARCHAR(44)
);
CREATE TABLE part (
    p_partkey     BIGINT,
    p_name        VARCHAR(55),
    p_mfgr        CHAR(25),
    p_brand       CHAR(10),
    p_type        VARCHAR(25),
    p_size        BIGINT,
    p_container   CHAR(10),
    p_retailprice DOUBLE,
    p_comment     VARCHAR(23)
);
CREATE TABLE src (
    key   STRING,
    value BIGINT
) PARTITIONED BY (pt STRING, region STRING);
ALTER TABLE src ADD PARTITION (pt='20170601', region='hangzhou');
ALTER TABLE src ADD PARTITION (pt='20170601', region='shanghai');
ALTER TABLE src ADD PARTITION (pt='20170602', region='hangzhou');
