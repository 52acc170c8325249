using System.Globalization;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Operations;

/// <summary>The shapes of images that a model makes, for vendors that take a shape (<c>16:9</c>) in place of pixels.</summary>
/// <param name="names">The shapes as the vendor names them.</param>
internal sealed class AspectRatios(params string[] names)
{
    /// <summary>OpenAI's 1792x1024 is 1.6 % off 16:9; shapes next to each other are farther apart.</summary>
    private const double Tolerance = 0.05;

    private readonly (string Name, double Value)[] _known = [.. names.Select(static name => (name, ValueOf(name)))];

    /// <summary>The shape of a request: the one it names, else the one nearest to its size; neither where it leaves that to the vendor.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">The model, for the message.</param>
    public (string? Ratio, ExchangeError? Error) Of(ImageRequest request, string model)
    {
        if (request.AspectRatio is { } named)
        {
            return names.Contains(named) ? (named, null) : (null, ImageRequest.Fault("aspect_ratio", $"'{model}' makes images of {List}, not of {named}. Ask for one of these."));
        }

        if (request.Size is not var (width, height))
        {
            return (null, null);
        }

        var asked = (double)width / height;
        var (name, value) = _known.MinBy(known => Math.Abs(Math.Log(asked / known.Value)));
        return Math.Abs(Math.Log(asked / value)) <= Tolerance
            ? (name, null)
            : (null, ImageRequest.Fault("size", $"'{model}' makes images of {List}, and {width}x{height} is none of these. Ask for a size of such a shape, for one 1024x1024."));
    }

    private string List => string.Join(", ", names[..^1]) + " or " + names[^1];

    private static double ValueOf(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return double.Parse(name.AsSpan(0, colon), CultureInfo.InvariantCulture) / double.Parse(name.AsSpan(colon + 1), CultureInfo.InvariantCulture);
    }
}
