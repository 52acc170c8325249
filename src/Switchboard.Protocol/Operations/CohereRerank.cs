using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Cohere's <c>POST /v2/rerank</c> (docs.cohere.com/reference/rerank). Callers ask in its shape already; what its version 1 had and version
/// 2 has not (documents as objects, <c>return_documents</c>) is made up for here.
/// </summary>
public sealed class CohereRerank : IOperationWire
{
    private static readonly string[] Passed = ["query", "top_n", "max_tokens_per_doc", "priority"];
    private static readonly string[] Handled = ["model", "documents", "return_documents", "cache"];

    /// <inheritdoc/>
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var faults = new ReadFaults();
        using var document = JsonBody.ParseRequest(ask.Body, faults);
        if (document is null)
        {
            return new(faults.First!);
        }

        var root = document.RootElement;
        var texts = Documents(root, faults);
        if (faults.First is { } fault)
        {
            return new(fault);
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteString("model"u8, ask.Model);
        foreach (var name in Passed)
        {
            if (root.Has(name, out var value))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        writer.WriteStartArray("documents"u8);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return new(new WireRequest { Dropped = [.. root.EnumerateObject().Where(static f => f.Value.ValueKind != JsonValueKind.Null).Select(static f => f.Name).Except([.. Passed, .. Handled])] });
    }

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || !document.RootElement.Has("results", out var results) || results.ValueKind != JsonValueKind.Array)
        {
            return new(JsonBody.NotAReply("a list of ranked documents"));
        }

        var texts = Wanted(ask);
        using (var writer = JsonOutput.Over(output))
        {
            Write(writer, document.RootElement, texts);
        }

        return new(new WireReply { Usage = CohereUsage.Read(document.RootElement) });
    }

    /// <summary>The documents, where the caller wants them back; else null.</summary>
    internal static List<string>? Wanted(OperationAsk ask)
    {
        using var asked = JsonDocument.Parse(ask.Body);
        return asked.RootElement.Has("return_documents", out var wanted) && wanted.ValueKind == JsonValueKind.True ? Documents(asked.RootElement, new ReadFaults()) : null;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement reply, List<string>? texts)
    {
        writer.WriteStartObject();
        foreach (var field in reply.EnumerateObject())
        {
            if (field.NameEquals("results"u8) && texts is not null)
            {
                writer.WriteStartArray("results"u8);
                foreach (var result in field.Value.EnumerateArray())
                {
                    WriteResult(writer, result, texts);
                }

                writer.WriteEndArray();
            }
            else
            {
                field.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    internal static void WriteResult(Utf8JsonWriter writer, JsonElement result, List<string> texts)
    {
        if (!result.Has("index", out var index) || !index.TryGetInt32(out var at) || at < 0 || at >= texts.Count || result.Has("document", out _))
        {
            result.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var field in result.EnumerateObject())
        {
            field.WriteTo(writer);
        }

        writer.WriteStartObject("document"u8);
        writer.WriteString("text"u8, texts[at]);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    internal static List<string> Documents(JsonElement root, ReadFaults faults)
    {
        var texts = new List<string>();
        foreach (var item in root.Items("documents", faults))
        {
            var text = item.ValueKind == JsonValueKind.Object ? item.Text("text", faults) : item.AsText("documents", faults);
            if (text is null)
            {
                faults.Add("documents", "Give each document as a string, or as an object with a text.");
            }

            texts.Add(text ?? "");
        }

        return texts;
    }
}
