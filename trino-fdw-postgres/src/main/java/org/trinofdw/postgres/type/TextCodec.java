package org.trinofdw.postgres.type;

import io.airlift.slice.Slice;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.block.VariableWidthBlockBuilder;
import io.trino.spi.type.CharType;
import io.trino.spi.type.VarcharType;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;
import org.trinofdw.postgres.copy.CopyOutputBuffer;
import org.trinofdw.postgres.type.ValuePolicies.InvalidText;
import org.trinofdw.postgres.type.ValuePolicies.NulCharacter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.copy.BigEndian.getInt;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;
import static org.trinofdw.postgres.type.CodecErrors.unsupported;

/**
 * Text of every kind as VARCHAR and CHAR: the bytes in the client's encoding, which is UTF-8.
 */
final class TextCodec
{
    private static final int SHOWN_CHARACTERS = 100;

    private TextCodec() {}

    static ColumnDecoder varcharDecoder(VarcharType type, InvalidText invalidText)
    {
        return new TextDecoder(type.getLength().orElse(Integer.MAX_VALUE), false, type.toString(), invalidText);
    }

    /** Trailing spaces, which {@code character(n)} is padded with, are dropped: CHAR is kept without them. */
    static ColumnDecoder charDecoder(CharType type, InvalidText invalidText)
    {
        return new TextDecoder(type.getLength(), true, type.toString(), invalidText);
    }

    /** Writes VARCHAR and CHAR alike; the server pads {@code character(n)} and checks lengths. */
    static ColumnEncoder encoder(NulCharacter nulCharacter)
    {
        return (block, position, output) -> {
            VariableWidthBlock values = (VariableWidthBlock) block;
            Slice slice = values.getRawSlice();
            int offset = values.getRawSliceOffset(position);
            int length = values.getSliceLength(position);
            if (Utf8.hasZero(slice.byteArray(), slice.byteArrayOffset() + offset, length)) {
                writeWithoutNul(block, position, nulCharacter, output);
                return;
            }
            output.writeInt(length);
            output.writeBytes(slice, offset, length);
        };
    }

    private static void writeWithoutNul(ValueBlock block, int position, NulCharacter nulCharacter, CopyOutputBuffer output)
    {
        Slice value = ((VariableWidthBlock) block).getSlice(position);
        switch (nulCharacter) {
            case ERROR -> throw unsupported("the text %s holds the character U+0000, which PostgreSQL cannot store", show(value));
            case STRIP -> {
                int lengthAt = output.position();
                output.writeInt(0);
                for (int i = 0; i < value.length(); i++) {
                    if (value.getByte(i) != 0) {
                        output.writeByte(value.getByte(i));
                    }
                }
                output.putInt(lengthAt, output.position() - lengthAt - Integer.BYTES);
            }
        }
    }

    private static String show(Slice value)
    {
        String text = value.toStringUtf8();
        String head = text.substring(0, Math.min(text.length(), SHOWN_CHARACTERS)).replace("\0", "\\u0000");
        return "'" + head + (text.length() > SHOWN_CHARACTERS ? "…" : "") + "'";
    }

    private static final class TextDecoder
            implements ColumnDecoder
    {
        private final int maxCharacters;
        private final boolean trim;
        private final String typeName;
        private final InvalidText invalidText;

        private TextDecoder(int maxCharacters, boolean trim, String typeName, InvalidText invalidText)
        {
            this.maxCharacters = maxCharacters;
            this.trim = trim;
            this.typeName = requireNonNull(typeName, "typeName is null");
            this.invalidText = requireNonNull(invalidText, "invalidText is null");
        }

        @Override
        public void decode(byte[] bytes, int offset, int length, BlockBuilder output)
        {
            decode(bytes, offset, length, (VariableWidthBlockBuilder) output);
        }

        @Override
        public void decodeFields(byte[][] tuples, int[] offsets, int count, BlockBuilder output)
        {
            VariableWidthBlockBuilder builder = (VariableWidthBlockBuilder) output;
            for (int i = 0; i < count; i++) {
                byte[] tuple = tuples[i];
                int offset = offsets[i];
                int length = getInt(tuple, offset);
                if (length >= 0) {
                    decode(tuple, offset + Integer.BYTES, length, builder);
                }
                else {
                    builder.appendNull();
                }
            }
        }

        private void decode(byte[] bytes, int offset, int length, VariableWidthBlockBuilder builder)
        {
            int kept = length;
            if (trim) {
                while (kept > 0 && bytes[offset + kept - 1] == ' ') {
                    kept--;
                }
            }
            if (!Utf8.isValid(bytes, offset, kept)) {
                writeInvalid(bytes, offset, kept, builder);
                return;
            }
            // as many bytes as characters is never too long, and saves the count
            if (kept > maxCharacters) {
                checkCharacters(bytes, offset, kept);
            }
            builder.writeEntry(bytes, offset, kept);
        }

        private void writeInvalid(byte[] bytes, int offset, int length, VariableWidthBlockBuilder builder)
        {
            switch (invalidText) {
                case ERROR -> throw outOfRange("The text is not valid UTF-8; the remote database probably has the encoding SQL_ASCII. Let wrong bytes be replaced, or read the column as varbinary");
                case REPLACE -> {
                    byte[] replaced = new String(bytes, offset, length, UTF_8).getBytes(UTF_8);
                    checkCharacters(replaced, 0, replaced.length);
                    builder.writeEntry(replaced, 0, replaced.length);
                }
            }
        }

        private void checkCharacters(byte[] bytes, int offset, int length)
        {
            int characters = Utf8.countCodePoints(bytes, offset, length);
            if (characters > maxCharacters) {
                throw outOfRange("A text of %s characters does not fit into %s; declare the column longer", characters, typeName);
            }
        }
    }
}
