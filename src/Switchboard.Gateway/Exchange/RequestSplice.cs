using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// The body that a vendor of the caller's own dialect gets: the caller's bytes, with only the spliced fields changed (the model's prefix,
/// <c>stream_options</c>, the <c>cache</c> directive, an output limit that a budget asks for).
/// </summary>
internal static class RequestSplice
{
    /// <summary>Returns the body itself where nothing changes.</summary>
    /// <param name="body">The caller's body.</param>
    /// <param name="fields">Where its governed fields stand.</param>
    /// <param name="upstreamModel">The vendor's name of the model.</param>
    /// <param name="askUsage">Whether a stream must ask for its usage.</param>
    /// <param name="clampName">The field that takes <paramref name="clampTo"/>.</param>
    /// <param name="clampTo">The output limit to put in, or null.</param>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> body, GovernedFields fields, string upstreamModel, bool askUsage, string clampName, long? clampTo)
    {
        Span<Edit> edits = stackalloc Edit[5];
        var count = 0;
        if (upstreamModel != fields.Model)
        {
            edits[count++] = new Edit(fields.ModelToken, EditKind.Model);
        }

        if (!fields.CacheDirective.IsEmpty)
        {
            edits[count++] = new Edit(fields.CacheDirective, EditKind.Cut);
        }

        if (askUsage && !fields.IncludeUsage)
        {
            edits[count++] = UsageEdit(fields);
        }

        if (clampTo is not null)
        {
            var given = clampName == "max_tokens" ? fields.NullMaxTokens : fields.NullMaxCompletionTokens;
            edits[count++] = given.IsEmpty ? new Edit(new TokenRange(fields.AfterBrace, fields.AfterBrace), EditKind.Limit) : new Edit(given, EditKind.LimitValue);
        }

        if (count == 0)
        {
            return body;
        }

        edits = edits[..count];
        edits.Sort(static (a, b) => (a.Range.Start, a.Range.End).CompareTo((b.Range.Start, b.Range.End)));
        return Write(body.Span, edits, upstreamModel, clampName, clampTo ?? 0);
    }

    private static Edit UsageEdit(GovernedFields fields) => fields switch
    {
        { IncludeUsageToken.IsEmpty: false } => new Edit(fields.IncludeUsageToken, EditKind.True),
        { StreamOptions.IsEmpty: true } => new Edit(new TokenRange(fields.AfterBrace, fields.AfterBrace), EditKind.Options),
        _ => new Edit(fields.StreamOptions, EditKind.OptionsValue),
    };

    private static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> body, ReadOnlySpan<Edit> edits, string model, string clampName, long clampTo)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + 128);
        var at = 0;
        foreach (var edit in edits)
        {
            output.Write(body[at..edit.Range.Start]);
            switch (edit.Kind)
            {
                case EditKind.Model:
                    output.Write("\""u8);
                    output.Write(JsonEncodedText.Encode(model).EncodedUtf8Bytes);
                    output.Write("\""u8);
                    break;
                case EditKind.True:
                    output.Write("true"u8);
                    break;
                case EditKind.Options:
                    output.Write("\"stream_options\":{\"include_usage\":true},"u8);
                    break;
                case EditKind.OptionsValue:
                    WriteOptions(output, body[edit.Range.Start..edit.Range.End]);
                    break;
                case EditKind.Limit:
                    output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"{clampName}\":{clampTo},")));
                    break;
                case EditKind.LimitValue:
                    output.Write(Encoding.UTF8.GetBytes(clampTo.ToString(CultureInfo.InvariantCulture)));
                    break;
            }

            at = edit.Range.End;
        }

        output.Write(body[at..]);
        return output.WrittenMemory;
    }

    /// <summary>Adds the option to those that the caller gave; <c>null</c> gives way to it.</summary>
    private static void WriteOptions(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        output.Write("{\"include_usage\":true"u8);
        var rest = value[0] == (byte)'{' ? value[1..].TrimStart(" \t\r\n"u8) : "}"u8;
        if (rest[0] != (byte)'}')
        {
            output.Write(","u8);
        }

        output.Write(rest);
    }

    private enum EditKind
    {
        Cut,
        Model,
        True,
        Options,
        OptionsValue,
        Limit,
        LimitValue,
    }

    private readonly record struct Edit(TokenRange Range, EditKind Kind);
}
