package org.trinofdw.postgres.pushdown;

import io.trino.spi.expression.FunctionName;
import io.trino.spi.expression.StandardFunctions;

import java.util.Arrays;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The comparisons of Trino's expressions.
 */
enum ComparisonOperator
{
    EQUAL(StandardFunctions.EQUAL_OPERATOR_FUNCTION_NAME, "="),
    NOT_EQUAL(StandardFunctions.NOT_EQUAL_OPERATOR_FUNCTION_NAME, "<>"),
    LESS_THAN(StandardFunctions.LESS_THAN_OPERATOR_FUNCTION_NAME, "<"),
    LESS_THAN_OR_EQUAL(StandardFunctions.LESS_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME, "<="),
    GREATER_THAN(StandardFunctions.GREATER_THAN_OPERATOR_FUNCTION_NAME, ">"),
    GREATER_THAN_OR_EQUAL(StandardFunctions.GREATER_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME, ">="),
    IDENTICAL(StandardFunctions.IDENTICAL_OPERATOR_FUNCTION_NAME, "IS NOT DISTINCT FROM");

    private final FunctionName functionName;
    private final String sql;

    ComparisonOperator(FunctionName functionName, String sql)
    {
        this.functionName = requireNonNull(functionName, "functionName is null");
        this.sql = requireNonNull(sql, "sql is null");
    }

    static Optional<ComparisonOperator> from(FunctionName functionName)
    {
        return Arrays.stream(values())
                .filter(operator -> operator.functionName.equals(functionName))
                .findFirst();
    }

    String sql()
    {
        return sql;
    }

    /** True if it asks for the order of the values, not only whether they are equal. */
    boolean ordering()
    {
        return switch (this) {
            case EQUAL, NOT_EQUAL, IDENTICAL -> false;
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> true;
        };
    }

    /** The operator that holds for the operands in the other order. */
    ComparisonOperator flip()
    {
        return switch (this) {
            case EQUAL, NOT_EQUAL, IDENTICAL -> this;
            case LESS_THAN -> GREATER_THAN;
            case LESS_THAN_OR_EQUAL -> GREATER_THAN_OR_EQUAL;
            case GREATER_THAN -> LESS_THAN;
            case GREATER_THAN_OR_EQUAL -> LESS_THAN_OR_EQUAL;
        };
    }
}
