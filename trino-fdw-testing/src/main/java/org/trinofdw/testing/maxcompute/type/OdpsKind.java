package org.trinofdw.testing.maxcompute.type;

import java.util.Locale;

/**
 * The kinds of MaxCompute types that the service stores.
 */
public enum OdpsKind
{
    TINYINT(WireForm.VARINT),
    SMALLINT(WireForm.VARINT),
    INT(WireForm.VARINT),
    BIGINT(WireForm.VARINT),
    FLOAT(WireForm.FIXED32),
    DOUBLE(WireForm.FIXED64),
    BOOLEAN(WireForm.BOOL),
    DECIMAL(WireForm.BYTES),
    STRING(WireForm.BYTES),
    VARCHAR(WireForm.BYTES),
    CHAR(WireForm.BYTES),
    BINARY(WireForm.BYTES),
    JSON(WireForm.BYTES),
    DATE(WireForm.VARINT),
    DATETIME(WireForm.VARINT),
    TIMESTAMP(WireForm.SECONDS_AND_NANOS),
    TIMESTAMP_NTZ(WireForm.SECONDS_AND_NANOS),
    INTERVAL_YEAR_MONTH(WireForm.VARINT),
    INTERVAL_DAY_TIME(WireForm.SECONDS_AND_NANOS),
    ARRAY(WireForm.NESTED),
    MAP(WireForm.NESTED),
    STRUCT(WireForm.NESTED),
    /**
     * A type that only metadata knows, such as geography or one that clients do not know yet; columns of it hold no values here.
     */
    OTHER(WireForm.NESTED);

    /**
     * How a value looks in the record stream.
     */
    public enum WireForm
    {
        BOOL(0),
        VARINT(0),
        FIXED64(1),
        BYTES(2),
        SECONDS_AND_NANOS(2),
        NESTED(2),
        FIXED32(5);

        private final int wireType;

        WireForm(int wireType)
        {
            this.wireType = wireType;
        }

        /**
         * The protobuf wire type in the tag of a value of this form.
         */
        public int wireType()
        {
            return wireType;
        }
    }

    private final WireForm wireForm;

    OdpsKind(WireForm wireForm)
    {
        this.wireForm = wireForm;
    }

    public WireForm wireForm()
    {
        return wireForm;
    }

    public String text()
    {
        return name().toLowerCase(Locale.ENGLISH);
    }
}
