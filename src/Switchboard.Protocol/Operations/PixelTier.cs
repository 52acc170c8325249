namespace Switchboard.Protocol.Operations;

/// <summary>Google's resolutions: near one, four or sixteen megapixels, as <c>1K</c>, <c>2K</c> and <c>4K</c>.</summary>
internal static class PixelTier
{
    /// <summary>Halfway from one megapixel to four, as the eye sees it: by factors.</summary>
    private const long LeastOf2K = 2_100_000;

    private const long LeastOf4K = 4 * LeastOf2K;

    /// <summary>The resolution nearest to a size; null where that is the usual <c>1K</c>, which models without resolutions make too.</summary>
    public static string? Of((int Width, int Height)? size) => size is not var (width, height) ? null
        : ((long)width * height) switch
        {
            >= LeastOf4K => "4K",
            >= LeastOf2K => "2K",
            _ => null,
        };
}
