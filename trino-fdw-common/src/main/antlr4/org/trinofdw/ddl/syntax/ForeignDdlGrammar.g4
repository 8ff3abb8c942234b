// Foreign DDL: the SQL/MED statements of PostgreSQL, Cloudberry, Greenplum and AnalyticDB for PostgreSQL.
// Lexical rules are PostgreSQL's ("SQL Syntax", "Lexical Structure").
grammar ForeignDdlGrammar;

options {
    caseInsensitive = true;
}

@lexer::members {
    /**
     * Takes in the rest of a nested comment whose start has just been read.
     */
    private boolean finishComment()
    {
        int depth = 1;
        while (_input.LA(1) != CharStream.EOF) {
            if (_input.LA(1) == '*' && _input.LA(2) == '/') {
                advance(2);
                depth--;
                if (depth == 0) {
                    return true;
                }
            }
            else if (_input.LA(1) == '/' && _input.LA(2) == '*') {
                advance(2);
                depth++;
            }
            else {
                advance(1);
            }
        }
        return false;
    }

    /**
     * Takes in the rest of a dollar-quoted string whose opening tag has just been read.
     */
    private boolean finishDollarString(String tag)
    {
        while (_input.LA(1) != CharStream.EOF) {
            int matched = 0;
            while (matched < tag.length() && _input.LA(matched + 1) == tag.charAt(matched)) {
                matched++;
            }
            if (matched == tag.length()) {
                advance(matched);
                return true;
            }
            advance(1);
        }
        return false;
    }

    private void advance(int characters)
    {
        for (int i = 0; i < characters; i++) {
            getInterpreter().consume(_input);
        }
    }
}

script
    : ';'* (statement (';'+ statement)* ';'*)? EOF
    ;

singleType
    : dataType EOF
    ;

// a DEFAULT expression that is a constant
singleConstant
    : boundValue EOF
    ;

statement
    : CREATE SERVER ifNotExists? name=identifier (TYPE type=string)? (VERSION version=string)?
        FOREIGN DATA WRAPPER wrapper=identifier optionList?                                          #createServer
    | ALTER SERVER name=identifier
        ((VERSION version=string alterOptions?) | alterOptions | ownerTo | renameTo)              #alterServer
    | DROP SERVER ifExists? identifier (',' identifier)* dropBehavior?                            #dropServer
    | CREATE USER MAPPING ifNotExists? FOR role SERVER server=identifier optionList?                 #createUserMapping
    | ALTER USER MAPPING FOR role SERVER server=identifier alterOptions                           #alterUserMapping
    | DROP USER MAPPING ifExists? FOR role SERVER server=identifier                               #dropUserMapping
    | CREATE FOREIGN? TABLE ifNotExists? name=qualifiedName
        (   '(' (tableElement (',' tableElement)*)? ')'
            (INHERITS '(' qualifiedName (',' qualifiedName)* ')')?
        |   PARTITION OF parent=qualifiedName ('(' partitionElement (',' partitionElement)* ')')? partitionBound
        )
        partitionBy?
        (SERVER server=identifier)? optionList?
        declaredPartitions?
        tableStorage? distribution?                                                               #createForeignTable
    | ALTER FOREIGN? TABLE ifExists? ONLY? name=qualifiedName '*'? alteration (',' alteration)*   #alterForeignTable
    | DROP FOREIGN? TABLE ifExists? qualifiedName (',' qualifiedName)* dropBehavior?              #dropForeignTable
    | IMPORT FOREIGN SCHEMA remote=identifier importFilter?
        FROM SERVER server=identifier INTO local=identifier optionList?                              #importForeignSchema
    | CREATE FOREIGN DATA WRAPPER name=identifier wrapperFunction* optionList?                       #createWrapper
    | ALTER FOREIGN DATA WRAPPER name=identifier wrapperFunction* alterOptions?
        (ownerTo | renameTo)?                                                                     #alterWrapper
    | DROP FOREIGN DATA WRAPPER ifExists? identifier (',' identifier)* dropBehavior?              #dropWrapper
    | COMMENT ON commentTarget IS (string | NULL_)                                                #commentOn
    | CREATE EXTENSION ifNotExists? name=identifier WITH? (SCHEMA identifier)?
        (VERSION (identifier | string))? CASCADE?                                                 #createExtension
    | DROP EXTENSION ifExists? identifier (',' identifier)* dropBehavior?                         #dropExtension
    | (GRANT | REVOKE (GRANT OPTION FOR)?) privileges ON grantTarget (TO | FROM) role (',' role)*
        (WITH GRANT OPTION)? dropBehavior?                                                        #grant
    | CREATE SCHEMA ifNotExists? ((identifier (AUTHORIZATION role)?) | AUTHORIZATION role)        #createSchema
    | SET (SESSION | LOCAL)? identifier ('.' identifier)* (TO | '=')
        setting (',' setting)*                                                                    #setParameter
    | BEGIN (WORK | TRANSACTION)?                                                                 #transactionControl
    | START TRANSACTION                                                                           #transactionControl
    | (COMMIT | END) (WORK | TRANSACTION)?                                                        #transactionControl
    ;

ifNotExists: IF NOT EXISTS;
ifExists: IF EXISTS;
dropBehavior: CASCADE | RESTRICT;
ownerTo: OWNER TO role;
renameTo: RENAME TO identifier;

role
    : USER
    | CURRENT_USER
    | CURRENT_ROLE
    | SESSION_USER
    | identifier
    ;

optionList
    : OPTIONS '(' option (',' option)* ')'
    ;

option
    : optionName string
    ;

alterOptions
    : OPTIONS '(' alterOption (',' alterOption)* ')'
    ;

alterOption
    : ADD? option                                                                                 #addOption
    | SET option                                                                                  #setOption
    | DROP optionName                                                                             #dropOption
    ;

// any word, reserved or not
optionName
    : identifier
    | reserved
    ;

tableElement
    : columnDefinition
    | tableConstraint
    | refusedTableConstraint
    ;

partitionElement
    : column=identifier (WITH OPTIONS)? columnClause*                                             #partitionColumn
    | tableConstraint                                                                             #partitionConstraint
    ;

columnDefinition
    : name=identifier dataType columnClause*
    ;

columnClause
    : optionList                                                                                  #columnOptions
    | COLLATE qualifiedName                                                                       #columnCollation
    | (CONSTRAINT constraint=identifier)? NOT NULL_ (NO INHERIT)?                                 #columnNotNull
    | (CONSTRAINT constraint=identifier)? NULL_                                                   #columnNull
    | (CONSTRAINT constraint=identifier)? DEFAULT defaultExpression                               #columnDefault
    | (CONSTRAINT constraint=identifier)? GENERATED ALWAYS AS '(' expression ')' (STORED | virtual=VIRTUAL)?
                                                                                                  #columnGenerated
    | (CONSTRAINT constraint=identifier)? CHECK '(' expression ')' (NO INHERIT)?                  #columnCheck
    | (CONSTRAINT constraint=identifier)? refusedColumnConstraint                                 #columnRefused
    ;

refusedColumnConstraint
    : UNIQUE
    | PRIMARY KEY
    | REFERENCES qualifiedName ('(' identifier ')')?
    | GENERATED (ALWAYS | BY DEFAULT) AS IDENTITY ('(' expression ')')?
    ;

tableConstraint
    : (CONSTRAINT name=identifier)? CHECK '(' expression ')' (NO INHERIT)? (NOT VALID)?
    ;

refusedTableConstraint
    : (CONSTRAINT identifier)? (UNIQUE | PRIMARY KEY | FOREIGN KEY) '(' expression ')'
        (REFERENCES qualifiedName ('(' expression ')')?)?
    | (CONSTRAINT identifier)? EXCLUDE (USING identifier)? '(' expression ')'
    ;

// text with balanced brackets
expression
    : expressionItem+
    ;

expressionItem
    : '(' expressionElement* ')'
    | '[' expressionElement* ']'
    | ~('(' | ')' | '[' | ']' | ';' | UNTERMINATED_COMMENT | UNTERMINATED_STRING | UNTERMINATED_IDENTIFIER | EMPTY_IDENTIFIER | UNRECOGNIZED)
    ;

expressionElement
    : expressionItem
    ;

// an expression without parentheses around it ends where the next clause begins
defaultExpression
    : NULL_ defaultItem*
    | defaultItem+
    ;

defaultItem
    : '(' expressionElement* ')'
    | '[' expressionElement* ']'
    | CASE caseItem* END
    | ~('(' | ')' | '[' | ']' | ',' | ';' | CASE | END | NOT | NULL_ | CONSTRAINT | CHECK | COLLATE | DEFAULT | GENERATED | OPTIONS
        | UNIQUE | PRIMARY | REFERENCES | UNTERMINATED_COMMENT | UNTERMINATED_STRING | UNTERMINATED_IDENTIFIER | EMPTY_IDENTIFIER | UNRECOGNIZED)
    ;

caseItem
    : '(' expressionElement* ')'
    | '[' expressionElement* ']'
    | CASE caseItem* END
    | ~('(' | ')' | '[' | ']' | ';' | CASE | END | UNTERMINATED_COMMENT | UNTERMINATED_STRING | UNTERMINATED_IDENTIFIER | EMPTY_IDENTIFIER | UNRECOGNIZED)
    ;

dataType
    : simpleType arraySuffix*
    ;

arraySuffix
    : '[' INTEGER_VALUE? ']'
    | ARRAY ('[' INTEGER_VALUE ']')?
    ;

simpleType
    : DOUBLE PRECISION                                                                            #doubleType
    | (NATIONAL (CHARACTER | CHAR) | NCHAR | CHARACTER | CHAR) varying=VARYING? length?           #characterType
    | BIT varying=VARYING? length?                                                                #bitType
    | base=(TIME | TIMESTAMP) length? (withZone=WITH TIME ZONE | WITHOUT TIME ZONE)?              #timeType
    | INTERVAL (intervalField (TO intervalField)?)? length?                                       #intervalType
    | identifier ('.' identifier)? ('(' typeModifier (',' typeModifier)* ')')?                    #namedType
    ;

length
    : '(' INTEGER_VALUE ')'
    ;

intervalField
    : YEAR | MONTH | DAY | HOUR | MINUTE | SECOND
    ;

typeModifier
    : '-'? INTEGER_VALUE
    | identifier
    | string
    ;

partitionBy
    : PARTITION BY method=(LIST | RANGE | HASH) '(' partitionKey (',' partitionKey)* ')'
    ;

partitionKey
    : identifier                                                                                  #partitionKeyColumn
    | '(' expression ')'                                                                          #partitionKeyExpression
    ;

partitionBound
    : FOR VALUES IN '(' boundValue (',' boundValue)* ')'                                          #listBound
    | FOR VALUES FROM '(' boundValue (',' boundValue)* ')' TO '(' boundValue (',' boundValue)* ')' #rangeBound
    | FOR VALUES WITH '(' MODULUS modulus=INTEGER_VALUE ',' REMAINDER remainder=INTEGER_VALUE ')' #hashBound
    | DEFAULT                                                                                     #defaultBound
    ;

boundValue
    : boundLiteral ('::' dataType)*
    | CAST '(' boundLiteral AS dataType ')'
    | '(' boundValue ')'
    ;

boundLiteral
    : (MINVALUE | MAXVALUE)
    | NULL_
    | (TRUE | FALSE)
    | sign=('+' | '-')? (INTEGER_VALUE | DECIMAL_VALUE)
    | string
    | dataType string
    ;

// AnalyticDB and Greenplum: partitions inside the table
declaredPartitions
    : PARTITION BY method=(LIST | RANGE | HASH) '(' identifier (',' identifier)* ')'
        subpartitionBy*
        ('(' (declaredPartition (',' declaredPartition)*)? ')')?
    ;

subpartitionBy
    : SUBPARTITION BY method=(LIST | RANGE | HASH) '(' identifier (',' identifier)* ')'
        (SUBPARTITION TEMPLATE '(' declaredPartition (',' declaredPartition)* ')')?
    ;

declaredPartition
    : DEFAULT (PARTITION | SUBPARTITION) name=identifier nestedPartitions?
    | (PARTITION | SUBPARTITION) name=identifier declaredValues nestedPartitions?
    ;

declaredValues
    : VALUES '(' boundValue (',' boundValue)* ')'
    ;

nestedPartitions
    : '(' declaredPartition (',' declaredPartition)* ')'
    ;

tableStorage
    : WITH '(' expression ')'
    ;

distribution
    : DISTRIBUTED (RANDOMLY | REPLICATED | BY '(' identifier (',' identifier)* ')')
    ;

alteration
    : ADD COLUMN? ifNotExists? columnDefinition                                                   #addColumn
    | DROP COLUMN? ifExists? identifier dropBehavior?                                             #dropColumn
    | ALTER COLUMN? identifier (SET DATA)? TYPE dataType (COLLATE qualifiedName)? (USING defaultExpression)?
                                                                                                  #setColumnType
    | ALTER COLUMN? identifier SET DEFAULT defaultExpression                                      #setColumnDefault
    | ALTER COLUMN? identifier DROP DEFAULT                                                       #dropColumnDefault
    | ALTER COLUMN? identifier DROP EXPRESSION ifExists?                                          #dropColumnExpression
    | ALTER COLUMN? identifier (SET | DROP) NOT NULL_                                             #setColumnNullable
    | ALTER COLUMN? identifier alterOptions                                                       #alterColumnOptions
    | ALTER COLUMN? identifier SET STATISTICS '-'? INTEGER_VALUE                                  #ignoredAlteration
    | ALTER COLUMN? identifier (SET | RESET) '(' expression ')'                                   #ignoredAlteration
    | ALTER COLUMN? identifier SET STORAGE identifier                                             #ignoredAlteration
    | ADD tableConstraint                                                                         #addConstraint
    | ADD refusedTableConstraint                                                                  #addRefusedConstraint
    | VALIDATE CONSTRAINT identifier                                                              #ignoredAlteration
    | DROP CONSTRAINT ifExists? identifier dropBehavior?                                          #dropConstraint
    | RENAME CONSTRAINT identifier TO identifier                                                  #renameConstraint
    | (ENABLE | DISABLE) TRIGGER (ALL | USER | identifier)                                        #ignoredAlteration
    | ownerTo                                                                                     #ignoredAlteration
    | alterOptions                                                                                #alterTableOptions
    | INHERIT qualifiedName                                                                       #inherit
    | NO INHERIT qualifiedName                                                                    #noInherit
    | RENAME COLUMN? identifier TO identifier                                                     #renameColumn
    | renameTo                                                                                    #renameTable
    | SET SCHEMA identifier                                                                       #setSchema
    | ATTACH PARTITION qualifiedName partitionBound                                               #attachPartition
    | DETACH PARTITION qualifiedName (CONCURRENTLY | FINALIZE)?                                   #detachPartition
    | declaredAlteration                                                                          #alterDeclaredPartitions
    | SET SUBPARTITION TEMPLATE '(' (declaredPartition (',' declaredPartition)*)? ')'             #setSubpartitionTemplate
    ;

declaredAlteration
    : ADD PARTITION ifNotExists? identifier declaredValues nestedPartitions?                      #addDeclaredPartition
    | ADD DEFAULT PARTITION identifier nestedPartitions?                                          #addDefaultPartition
    | DROP PARTITION ifExists? identifier dropBehavior?                                           #dropDeclaredPartition
    | DROP DEFAULT PARTITION ifExists? dropBehavior?                                              #dropDefaultPartition
    | RENAME PARTITION identifier TO identifier                                                   #renameDeclaredPartition
    | ALTER PARTITION identifier declaredAlteration                                               #alterDeclaredPartition
    ;

importFilter
    : (LIMIT TO | EXCEPT) '(' identifier (',' identifier)* ')'
    ;

wrapperFunction
    : NO? (HANDLER | VALIDATOR)
    | (HANDLER | VALIDATOR) qualifiedName
    ;

commentTarget
    : FOREIGN? TABLE qualifiedName                                                                #commentOnTable
    | COLUMN qualifiedName                                                                        #commentOnColumn
    | (SERVER | EXTENSION | SCHEMA | DATABASE | FOREIGN DATA WRAPPER) identifier                  #commentOnOther
    ;

privileges
    : ALL PRIVILEGES?
    | optionOrName (',' optionOrName)*
    ;

optionOrName
    : identifier
    | reserved
    ;

grantTarget
    : (FOREIGN DATA WRAPPER | FOREIGN SERVER | FOREIGN? TABLE | SCHEMA | DATABASE | SEQUENCE | FUNCTION)? qualifiedName (',' qualifiedName)*
    | ALL identifier IN SCHEMA identifier (',' identifier)*
    ;

setting
    : identifier
    | string
    | '-'? (INTEGER_VALUE | DECIMAL_VALUE)
    | DEFAULT
    | (TRUE | FALSE | ON)
    ;

qualifiedName
    : identifier ('.' identifier)*
    ;

identifier
    : IDENTIFIER
    | QUOTED_IDENTIFIER
    | UNICODE_IDENTIFIER
    | unreserved
    ;

// strings with a line break between them are one string
string
    : stringPart+
    ;

stringPart
    : STRING
    | ESCAPE_STRING
    | UNICODE_STRING
    | DOLLAR_STRING
    ;

unreserved
    : ADD
    | ALTER
    | ALWAYS
    | ATTACH
    | AUTHORIZATION
    | BEGIN
    | BIT
    | BY
    | CASCADE
    | CAST
    | CHAR
    | CHARACTER
    | CLUSTER
    | COMMENT
    | COMMIT
    | CONCURRENTLY
    | DATA
    | DATABASE
    | DAY
    | DETACH
    | DISABLE
    | DISTRIBUTED
    | DOUBLE
    | DROP
    | ENABLE
    | EXCLUDE
    | EXISTS
    | EXPRESSION
    | EXTENSION
    | FINALIZE
    | FUNCTION
    | GENERATED
    | HANDLER
    | HASH
    | HOUR
    | IDENTITY
    | IF
    | IMPORT
    | INHERIT
    | INHERITS
    | INTERVAL
    | IS
    | KEY
    | LIST
    | LOCAL
    | MAPPING
    | MAXVALUE
    | MINUTE
    | MINVALUE
    | MODULUS
    | MONTH
    | NATIONAL
    | NCHAR
    | NO
    | OF
    | OPTION
    | OPTIONS
    | OWNER
    | PARTITION
    | PRECISION
    | PRIVILEGES
    | RANDOMLY
    | RANGE
    | REMAINDER
    | RENAME
    | REPLICATED
    | RESET
    | RESTRICT
    | REVOKE
    | SCHEMA
    | SECOND
    | SEQUENCE
    | SERVER
    | SESSION
    | SET
    | SETOF
    | START
    | STATISTICS
    | STORAGE
    | STORED
    | SUBPARTITION
    | TEMPLATE
    | TIME
    | TIMESTAMP
    | TRANSACTION
    | TRIGGER
    | TYPE
    | USAGE
    | VALID
    | VALIDATE
    | VALIDATOR
    | VALUES
    | VARYING
    | VERSION
    | VIRTUAL
    | WITHOUT
    | WORK
    | WRAPPER
    | YEAR
    | ZONE
    ;

reserved
    : ALL
    | AND
    | ANY
    | ARRAY
    | AS
    | CASE
    | CHECK
    | COLLATE
    | COLUMN
    | CONSTRAINT
    | CREATE
    | CURRENT_ROLE
    | CURRENT_USER
    | DEFAULT
    | END
    | EXCEPT
    | FALSE
    | FOR
    | FOREIGN
    | FROM
    | GRANT
    | IN
    | INTO
    | LIMIT
    | NOT
    | NULL_
    | ON
    | ONLY
    | PRIMARY
    | REFERENCES
    | SESSION_USER
    | TABLE
    | THEN
    | TO
    | TRUE
    | UNIQUE
    | USER
    | USING
    | WHEN
    | WITH
    ;

ADD: 'ADD';
ALL: 'ALL';
ALTER: 'ALTER';
ALWAYS: 'ALWAYS';
AND: 'AND';
ANY: 'ANY';
ARRAY: 'ARRAY';
AS: 'AS';
ATTACH: 'ATTACH';
AUTHORIZATION: 'AUTHORIZATION';
BEGIN: 'BEGIN';
BIT: 'BIT';
BY: 'BY';
CASCADE: 'CASCADE';
CASE: 'CASE';
CAST: 'CAST';
CHAR: 'CHAR';
CHARACTER: 'CHARACTER';
CHECK: 'CHECK';
CLUSTER: 'CLUSTER';
COLLATE: 'COLLATE';
COLUMN: 'COLUMN';
COMMENT: 'COMMENT';
COMMIT: 'COMMIT';
CONCURRENTLY: 'CONCURRENTLY';
CONSTRAINT: 'CONSTRAINT';
CREATE: 'CREATE';
CURRENT_ROLE: 'CURRENT_ROLE';
CURRENT_USER: 'CURRENT_USER';
DATA: 'DATA';
DATABASE: 'DATABASE';
DAY: 'DAY';
DEFAULT: 'DEFAULT';
DETACH: 'DETACH';
DISABLE: 'DISABLE';
DISTRIBUTED: 'DISTRIBUTED';
DOUBLE: 'DOUBLE';
DROP: 'DROP';
ENABLE: 'ENABLE';
END: 'END';
EXCEPT: 'EXCEPT';
EXCLUDE: 'EXCLUDE';
EXISTS: 'EXISTS';
EXPRESSION: 'EXPRESSION';
EXTENSION: 'EXTENSION';
FALSE: 'FALSE';
FINALIZE: 'FINALIZE';
FOR: 'FOR';
FOREIGN: 'FOREIGN';
FROM: 'FROM';
FUNCTION: 'FUNCTION';
GENERATED: 'GENERATED';
GRANT: 'GRANT';
HANDLER: 'HANDLER';
HASH: 'HASH';
HOUR: 'HOUR';
IDENTITY: 'IDENTITY';
IF: 'IF';
IMPORT: 'IMPORT';
IN: 'IN';
INHERIT: 'INHERIT';
INHERITS: 'INHERITS';
INTERVAL: 'INTERVAL';
INTO: 'INTO';
IS: 'IS';
KEY: 'KEY';
LIMIT: 'LIMIT';
LIST: 'LIST';
LOCAL: 'LOCAL';
MAPPING: 'MAPPING';
MAXVALUE: 'MAXVALUE';
MINUTE: 'MINUTE';
MINVALUE: 'MINVALUE';
MODULUS: 'MODULUS';
MONTH: 'MONTH';
NATIONAL: 'NATIONAL';
NCHAR: 'NCHAR';
NO: 'NO';
NOT: 'NOT';
NULL_: 'NULL';
OF: 'OF';
ON: 'ON';
ONLY: 'ONLY';
OPTION: 'OPTION';
OPTIONS: 'OPTIONS';
OWNER: 'OWNER';
PARTITION: 'PARTITION';
PRECISION: 'PRECISION';
PRIMARY: 'PRIMARY';
PRIVILEGES: 'PRIVILEGES';
RANDOMLY: 'RANDOMLY';
RANGE: 'RANGE';
REFERENCES: 'REFERENCES';
REMAINDER: 'REMAINDER';
RENAME: 'RENAME';
REPLICATED: 'REPLICATED';
RESET: 'RESET';
RESTRICT: 'RESTRICT';
REVOKE: 'REVOKE';
SCHEMA: 'SCHEMA';
SECOND: 'SECOND';
SEQUENCE: 'SEQUENCE';
SERVER: 'SERVER';
SESSION: 'SESSION';
SESSION_USER: 'SESSION_USER';
SET: 'SET';
SETOF: 'SETOF';
START: 'START';
STATISTICS: 'STATISTICS';
STORAGE: 'STORAGE';
STORED: 'STORED';
SUBPARTITION: 'SUBPARTITION';
TABLE: 'TABLE';
TEMPLATE: 'TEMPLATE';
THEN: 'THEN';
TIME: 'TIME';
TIMESTAMP: 'TIMESTAMP';
TO: 'TO';
TRANSACTION: 'TRANSACTION';
TRIGGER: 'TRIGGER';
TRUE: 'TRUE';
TYPE: 'TYPE';
UNIQUE: 'UNIQUE';
USAGE: 'USAGE';
USER: 'USER';
USING: 'USING';
VALID: 'VALID';
VALIDATE: 'VALIDATE';
VALIDATOR: 'VALIDATOR';
VALUES: 'VALUES';
VARYING: 'VARYING';
VERSION: 'VERSION';
VIRTUAL: 'VIRTUAL';
WHEN: 'WHEN';
WITH: 'WITH';
WITHOUT: 'WITHOUT';
WORK: 'WORK';
WRAPPER: 'WRAPPER';
YEAR: 'YEAR';
ZONE: 'ZONE';

STRING
    : '\'' (~'\'' | '\'\'')* '\''
    ;

ESCAPE_STRING
    : 'E' '\'' (~['\\] | '\'\'' | '\\' .)* '\''
    ;

UNICODE_STRING
    : 'U&\'' (~'\'' | '\'\'')* '\''
    ;

BIT_STRING
    : [BX] '\'' ~'\''* '\''
    ;

DOLLAR_STRING
    : '$' (IDENTIFIER_START (IDENTIFIER_START | [0-9])*)? '$'
        { setType(finishDollarString(getText()) ? DOLLAR_STRING : UNTERMINATED_STRING); }
    ;

QUOTED_IDENTIFIER
    : '"' (~'"' | '""')+ '"'
    ;

UNICODE_IDENTIFIER
    : 'U&"' (~'"' | '""')+ '"'
    ;

EMPTY_IDENTIFIER
    : '""'
    ;

IDENTIFIER
    : IDENTIFIER_START (IDENTIFIER_START | [0-9$])*
    ;

INTEGER_VALUE
    : [0-9]+
    ;

DECIMAL_VALUE
    : [0-9]+ '.' [0-9]* EXPONENT?
    | '.' [0-9]+ EXPONENT?
    | [0-9]+ EXPONENT
    ;

CAST_OPERATOR: '::';

// longer operators are several of these; only their text matters
OPERATOR
    : [+\-*/<>=~!@#%^&|`?:$]
    ;

LINE_COMMENT
    : '--' ~[\r\n]* -> channel(HIDDEN)
    ;

// a comment that ends is not seen by the parser
UNTERMINATED_COMMENT
    : '/*' { if (finishComment()) { setChannel(HIDDEN); } }
    ;

SPACE
    : [ \t\r\n\f\u000B\uFEFF]+ -> channel(HIDDEN)
    ;

UNTERMINATED_STRING
    : '\'' (~'\'' | '\'\'')*
    | 'E' '\'' (~['\\] | '\'\'' | '\\' .)* '\\'?
    | 'U&\'' (~'\'' | '\'\'')*
    | [BX] '\'' ~'\''*
    ;

UNTERMINATED_IDENTIFIER
    : ('U&')? '"' (~'"' | '""')*
    ;

UNRECOGNIZED
    : .
    ;

// all letters beyond ASCII, but not the mark that some editors put at the start of a file
fragment IDENTIFIER_START
    : [A-Z_\u0080-\uFEFE\uFF00-\u{10FFFF}]
    ;

fragment EXPONENT
    : 'E' [+-]? [0-9]+
    ;
