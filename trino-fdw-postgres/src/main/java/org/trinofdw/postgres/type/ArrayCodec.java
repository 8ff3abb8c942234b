package org.trinofdw.postgres.type;

import io.trino.spi.block.ArrayBlock;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.ArrayEntryBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;
import org.trinofdw.postgres.copy.CopyOutputBuffer;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.copy.BigEndian.getInt;
import static org.trinofdw.postgres.type.CodecErrors.checkAtLeast;
import static org.trinofdw.postgres.type.CodecErrors.invalid;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;
import static org.trinofdw.postgres.type.CodecErrors.unsupported;

/**
 * Arrays: int32 number of dimensions, whether there are nulls, and oid of the elements; for each dimension int32 length and
 * lower bound; then the elements as fields. In PostgreSQL the number of dimensions belongs to the value, in Trino to the
 * type; an empty array has none. Lower bounds are not kept.
 */
final class ArrayCodec
{
    private static final int HEADER_LENGTH = 3 * Integer.BYTES;
    private static final int DIMENSION_LENGTH = 2 * Integer.BYTES;
    /** PostgreSQL's own limit. */
    private static final int MAX_DIMENSIONS = 6;

    private ArrayCodec() {}

    /**
     * @param type ARRAY, or nested ARRAYs for more dimensions
     * @param element decoder of the innermost elements
     */
    static ColumnDecoder decoder(ArrayType type, ColumnDecoder element)
    {
        return new ArrayDecoder(dimensions(type), element);
    }

    /**
     * @param elementOid oid of the remote element type, which the server checks
     */
    static ColumnEncoder encoder(ArrayType type, long elementOid, ColumnEncoder element)
    {
        return new ArrayEncoder(dimensions(type), (int) elementOid, element);
    }

    /** Type of the innermost elements. */
    static Type elementType(ArrayType type)
    {
        Type element = type.getElementType();
        return element instanceof ArrayType nested ? elementType(nested) : element;
    }

    private static int dimensions(ArrayType type)
    {
        return type.getElementType() instanceof ArrayType nested ? dimensions(nested) + 1 : 1;
    }

    private static final class ArrayDecoder
            implements ColumnDecoder
    {
        private final int dimensions;
        private final ColumnDecoder element;

        private ArrayDecoder(int dimensions, ColumnDecoder element)
        {
            this.dimensions = dimensions;
            this.element = requireNonNull(element, "element is null");
        }

        @Override
        public void decode(byte[] bytes, int offset, int length, BlockBuilder output)
        {
            checkAtLeast("array", HEADER_LENGTH, length);
            int remoteDimensions = getInt(bytes, offset);
            if (remoteDimensions < 0 || remoteDimensions > MAX_DIMENSIONS) {
                throw invalid("array", remoteDimensions + " dimensions");
            }
            int flags = getInt(bytes, offset + Integer.BYTES);
            if ((flags & ~1) != 0) {
                throw invalid("array", "flags 0x%08x".formatted(flags));
            }
            checkAtLeast("array", HEADER_LENGTH + remoteDimensions * DIMENSION_LENGTH, length);
            if (remoteDimensions != 0 && remoteDimensions != dimensions) {
                throw outOfRange("An array of %s dimensions does not fit into a column of %s; declare the column with nested arrays or as varchar", remoteDimensions, dimensions);
            }
            int end = offset + length;
            int position = offset + HEADER_LENGTH + remoteDimensions * DIMENSION_LENGTH;
            if (remoteDimensions == 0) {
                ((ArrayBlockBuilder) output).buildEntry().build();
            }
            else {
                position = decodeDimension(bytes, offset + HEADER_LENGTH, 1, position, end, (ArrayBlockBuilder) output);
            }
            if (position != end) {
                throw invalid("array", (end - position) + " bytes too many");
            }
        }

        private int decodeDimension(byte[] bytes, int dimensionOffset, int level, int start, int end, ArrayBlockBuilder output)
        {
            int count = getInt(bytes, dimensionOffset);
            // each element takes a length word at least
            if (count < 0 || count > (end - start) / Integer.BYTES) {
                throw invalid("array", "dimension of " + count);
            }
            int position = start;
            ArrayEntryBuilder entry = output.buildEntry();
            BlockBuilder elements = entry.getElementBuilder();
            for (int i = 0; i < count; i++) {
                if (level < dimensions) {
                    position = decodeDimension(bytes, dimensionOffset + DIMENSION_LENGTH, level + 1, position, end, (ArrayBlockBuilder) elements);
                }
                else {
                    position = decodeElement(bytes, position, end, elements);
                }
            }
            entry.build();
            return position;
        }

        private int decodeElement(byte[] bytes, int start, int end, BlockBuilder elements)
        {
            if (end - start < Integer.BYTES) {
                throw invalid("array", "an element is missing");
            }
            int length = getInt(bytes, start);
            int position = start + Integer.BYTES;
            if (length == -1) {
                elements.appendNull();
                return position;
            }
            if (length < 0 || length > end - position) {
                throw invalid("array", "element of %s bytes".formatted(length));
            }
            element.decode(bytes, position, length, elements);
            return position + length;
        }
    }

    private static final class ArrayEncoder
            implements ColumnEncoder
    {
        private final int dimensions;
        private final int elementOid;
        private final ColumnEncoder element;

        private ArrayEncoder(int dimensions, int elementOid, ColumnEncoder element)
        {
            this.dimensions = dimensions;
            this.elementOid = elementOid;
            this.element = requireNonNull(element, "element is null");
        }

        @Override
        public void encode(ValueBlock block, int position, CopyOutputBuffer output)
        {
            Block array = ((ArrayBlock) block).getArray(position);
            int lengthAt = output.position();
            output.writeInt(0);
            boolean empty = array.getPositionCount() == 0;
            int[] counts = new int[dimensions];
            if (!empty) {
                measure(array, 0, counts);
            }
            output.writeInt(empty ? 0 : dimensions);
            int flagsAt = output.position();
            output.writeInt(0);
            output.writeInt(elementOid);
            if (!empty) {
                for (int count : counts) {
                    output.writeInt(count);
                    output.writeInt(1);
                }
                boolean hasNull = writeElements(array, 0, counts, output);
                output.putInt(flagsAt, hasNull ? 1 : 0);
            }
            output.putInt(lengthAt, output.position() - lengthAt - Integer.BYTES);
        }

        /** Finds the length of each dimension along the first elements. */
        private void measure(Block array, int level, int[] counts)
        {
            int count = array.getPositionCount();
            if (count == 0) {
                throw unsupported("an array that holds an empty array cannot be stored; in PostgreSQL an empty array has no dimensions");
            }
            counts[level] = count;
            if (level < dimensions - 1) {
                measure(nested(array, 0), level + 1, counts);
            }
        }

        private boolean writeElements(Block array, int level, int[] counts, CopyOutputBuffer output)
        {
            if (array.getPositionCount() != counts[level]) {
                throw notRectangular();
            }
            boolean hasNull = false;
            for (int i = 0; i < counts[level]; i++) {
                if (level < dimensions - 1) {
                    hasNull |= writeElements(nested(array, i), level + 1, counts, output);
                }
                else if (array.isNull(i)) {
                    output.writeInt(-1);
                    hasNull = true;
                }
                else {
                    element.encode(array.getUnderlyingValueBlock(), array.getUnderlyingValuePosition(i), output);
                }
            }
            return hasNull;
        }

        private static Block nested(Block array, int position)
        {
            if (array.isNull(position)) {
                throw unsupported("an array that holds a null array cannot be stored; PostgreSQL has rectangular arrays only");
            }
            return ((ArrayBlock) array.getUnderlyingValueBlock()).getArray(array.getUnderlyingValuePosition(position));
        }

        private static RuntimeException notRectangular()
        {
            return unsupported("an array whose nested arrays differ in length cannot be stored; PostgreSQL has rectangular arrays only");
        }
    }
}
