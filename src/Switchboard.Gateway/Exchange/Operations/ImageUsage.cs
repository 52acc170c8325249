using Switchboard.Protocol;
using Switchboard.Protocol.Operations;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>What making images consumes: tokens where the vendor reports them, else images by kind.</summary>
internal static class ImageUsage
{
    /// <summary>The most tokens of one image that is given: one of high fidelity.</summary>
    private const long DearestInput = 10_000;

    public static UsageBound Most(long bytes, long images, long given = 0) => new(bytes + (given * DearestInput), images * ImageTokens.Most)
    {
        MediaIn = given > 0,
        MediaOut = true,
        Units = new MediaUsage { Images = images },
    };

    public static TokenUsage Of(Exchange exchange, OperationFacts facts) =>
        Of(facts, RequestValues.Text(exchange, "quality"), RequestValues.Text(exchange, "size"), exchange.Fields.Choices);

    public static TokenUsage Of(in OperationFacts facts, string? quality, string? size, long asked) => facts.Usage is { IsEmpty: false } told
        ? told
        : new TokenUsage(0, 0) { Media = new MediaUsage { Images = facts.Items ?? asked, ImageKind = Kind(quality, size) } };

    /// <summary>Quality and size as price files name them; unasked, OpenAI makes its standard of the smallest square.</summary>
    private static string Kind(string? quality, string? size) =>
        $"{(quality is null or "auto" ? "standard" : quality)}/{(size is null or "auto" ? "1024x1024" : size)}";
}
