using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>A caller's <c>POST /v1/embeddings</c>, for vendors with a wire of their own.</summary>
internal sealed record EmbeddingRequest
{
    private static readonly string[] Known = ["model", "input", "dimensions", "encoding_format", "input_type", "truncate", "task_type", "title", "cache"];

    public required IReadOnlyList<string> Texts { get; init; }

    public long? Dimensions { get; init; }

    /// <summary>Whether vectors are wanted as base64 of little-endian floats.</summary>
    public bool Base64 { get; init; }

    /// <summary>What the texts are for, in Cohere's words (<c>search_query</c>, …).</summary>
    public string? InputType { get; init; }

    /// <summary>Cohere's word for where a long text is cut; Ollama's flag of the same name is not it.</summary>
    public string? Truncate { get; init; }

    /// <summary>The same in Google's words (<c>RETRIEVAL_QUERY</c>, …).</summary>
    public string? TaskType { get; init; }

    public string? Title { get; init; }

    /// <summary>Fields that no vendor's wire here has words for.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>What the texts are for in Google's words, whichever words the caller had.</summary>
    public string? GooglesTask => TaskType ?? InputType switch
    {
        "search_document" => "RETRIEVAL_DOCUMENT",
        "search_query" => "RETRIEVAL_QUERY",
        "classification" => "CLASSIFICATION",
        "clustering" => "CLUSTERING",
        var other => other,
    };

    /// <summary>A token is near four characters of English; marked as the guess that it is.</summary>
    public TokenUsage Estimate() => new((Texts.Sum(static t => (long)Encoding.UTF8.GetByteCount(t)) + 3) / 4, 0) { Estimated = true };

    /// <summary>The names of those fields of Google's that are set, for a vendor that has neither.</summary>
    public IEnumerable<string> GooglesOwn() => new[] { (TaskType, "task_type"), (Title, "title") }.Where(static f => f.Item1 is not null).Select(static f => f.Item2);

    /// <summary>The same with Cohere's word for what texts are for.</summary>
    public IEnumerable<string> Purposes() => InputType is null ? GooglesOwn() : GooglesOwn().Prepend("input_type");

    /// <summary>Why a model that takes one text at a time gets none of these; null where there is one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="instead">What takes lists.</param>
    public ExchangeError? NotOne(string model, string instead) => Texts.Count == 1
        ? null
        : Fault("input", $"'{model}' embeds one text at a time, and there are {Texts.Count} here. Send a request for each, or use {instead}, which takes lists.");

    public static ExchangeError Fault(string param, string message) => new(ErrorKind.InvalidRequest, $"{param}: {message}") { Param = param };

    public static Outcome<EmbeddingRequest> Read(ReadOnlyMemory<byte> body)
    {
        var faults = new ReadFaults();
        using var document = JsonBody.ParseRequest(body, faults);
        if (document is null)
        {
            return new(faults.First!);
        }

        var root = document.RootElement;
        var format = root.Text("encoding_format", faults);
        if (format is not (null or "float" or "base64"))
        {
            faults.Add("encoding_format", "Ask for float or base64.");
        }

        var request = new EmbeddingRequest
        {
            Texts = Input(root, faults),
            Dimensions = root.Whole("dimensions", faults),
            Base64 = format == "base64",
            InputType = root.Text("input_type", faults),
            Truncate = root.TextOrNull("truncate"),
            TaskType = root.Text("task_type", faults),
            Title = root.Text("title", faults),
            Others = [.. root.EnumerateObject().Where(static f => f.Value.ValueKind != JsonValueKind.Null).Select(static f => f.Name).Except(Known)],
        };
        return faults.First is { } fault ? new(fault) : new(request);
    }

    private static List<string> Input(JsonElement root, ReadFaults faults)
    {
        root.Has("input", out var input);
        if (input.ValueKind == JsonValueKind.String)
        {
            return [JsonText.Read(input)];
        }

        var texts = new List<string>();
        foreach (var item in input.AsItems("input", faults))
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                faults.Add("input", "This vendor embeds texts only. Send strings instead of tokens.");
                break;
            }

            texts.Add(JsonText.Read(item));
        }

        return texts;
    }
}
