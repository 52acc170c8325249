using System.Globalization;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// A caller's <c>POST /v1/images/generations</c>, for vendors with a wire of their own that answer with the images themselves. Beside OpenAI's
/// fields it has what most of them know: <c>aspect_ratio</c>, <c>negative_prompt</c>, <c>seed</c>.
/// </summary>
internal sealed record ImageRequest
{
    private static readonly string[] Known =
        ["model", "prompt", "n", "size", "aspect_ratio", "negative_prompt", "seed", "quality", "output_format", "output_compression", "response_format", "stream", "cache"];

    public required string Prompt { get; init; }

    public long Count { get; init; } = 1;

    /// <summary>Pixels; null leaves them to the vendor.</summary>
    public (int Width, int Height)? Size { get; init; }

    public string? AspectRatio { get; init; }

    public string? NegativePrompt { get; init; }

    public long? Seed { get; init; }

    public string? Quality { get; init; }

    /// <summary><c>png</c>, <c>jpeg</c> or <c>webp</c>; null leaves it to the vendor.</summary>
    public string? Format { get; init; }

    /// <summary>From 0 to 100.</summary>
    public long? Compression { get; init; }

    /// <summary>The vendor's own fields, as they stand.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Own { get; init; } = [];

    /// <summary>Names of the fields that say anything: null and <c>auto</c> do not.</summary>
    private IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>What is left out: fields that no vendor here has words for, and those of the given ones that are set.</summary>
    /// <param name="wordless">What this vendor has no words for.</param>
    public IReadOnlyList<string> Dropped(params string[] wordless) =>
        [.. Given.Where(name => wordless.Contains(name) || (!Known.Contains(name) && !Own.Any(own => own.Key == name)))];

    /// <summary>Why a vendor that makes at most so many images at a time makes none of these; null where it makes them.</summary>
    public ExchangeError? TooMany(string model, int most) => Count <= most
        ? null
        : Fault("n", $"'{model}' makes {(most == 1 ? "one image" : $"up to {most} images")} a request, not {Count}. Ask for fewer, or send several requests.");

    /// <summary>Why a vendor makes no images of the format that is asked for; null where it does.</summary>
    public ExchangeError? NoFormat(string model, params string[] formats) => Format is null || formats.Contains(Format)
        ? null
        : Fault("output_format", $"'{model}' makes {string.Join(" or ", formats)}, not {Format}. Ask for that, or leave this out.");

    /// <summary>Writes the vendor's own fields into the object that is open.</summary>
    public void WriteOwn(Utf8JsonWriter writer)
    {
        foreach (var (name, value) in Own)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    public static ExchangeError Fault(string param, string message) => new(ErrorKind.InvalidRequest, $"{param}: {message}") { Param = param };

    /// <summary>Reads a request.</summary>
    /// <param name="body">The caller's JSON.</param>
    /// <param name="own">Fields that go to the vendor as they stand.</param>
    public static Outcome<ImageRequest> Read(ReadOnlyMemory<byte> body, params string[] own)
    {
        var faults = new ReadFaults();
        using var document = JsonBody.ParseRequest(body, faults);
        if (document is null)
        {
            return new(faults.First!);
        }

        var root = document.RootElement;
        CheckForm(root, faults);
        var fields = root.EnumerateObject().Where(static f => !SaysNothing(f.Value)).ToList();
        var request = new ImageRequest
        {
            Prompt = root.Needed("prompt", faults),
            Count = root.Whole("n", faults) ?? 1,
            Size = ReadSize(Word(root, "size", faults), faults),
            AspectRatio = Word(root, "aspect_ratio", faults),
            NegativePrompt = root.Text("negative_prompt", faults),
            Seed = root.Whole("seed", faults),
            Quality = Word(root, "quality", faults),
            Format = Word(root, "output_format", faults),
            Compression = root.Whole("output_compression", faults),
            Own = [.. fields.Where(f => own.Contains(f.Name)).Select(static f => KeyValuePair.Create(f.Name, f.Value.Clone()))],
            Given = [.. fields.Select(static f => f.Name)],
        };
        return faults.First is { } fault ? new(fault) : new(request);
    }

    /// <summary>These vendors answer in one piece, with the images in it.</summary>
    private static void CheckForm(JsonElement root, ReadFaults faults)
    {
        if (root.Text("response_format", faults) is not (null or "b64_json"))
        {
            faults.Add("response_format", "This vendor answers with the images themselves, not with addresses. Ask for b64_json, or leave this out.");
        }

        if (root.Flag("stream", faults) == true)
        {
            faults.Add("stream", "This vendor's images come in one piece. Leave this out.");
        }
    }

    private static string? Word(JsonElement root, string name, ReadFaults faults) => root.Text(name, faults) is { } word and not "auto" ? word : null;

    private static bool SaysNothing(JsonElement value) => value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals("auto"u8));

    private static (int Width, int Height)? ReadSize(string? size, ReadFaults faults)
    {
        if (size is null)
        {
            return null;
        }

        var cross = size.IndexOf('x', StringComparison.Ordinal);
        if (cross > 0 && Side(size.AsSpan(0, cross)) is { } width && Side(size.AsSpan(cross + 1)) is { } height)
        {
            return (width, height);
        }

        faults.Add("size", "Give the size as width and height, such as 1024x1024, or auto.");
        return null;
    }

    private static int? Side(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is > 0 and <= 65_536 ? side : null;
}
