namespace Switchboard.Protocol.Operations;

/// <summary>What an image has in tokens, where a vendor counts them.</summary>
public static class ImageTokens
{
    /// <summary>
    /// The most tokens of one image, which budgets hold: OpenAI's largest of high quality (6,240) and three partial images (100 each), rounded
    /// up. Google's largest (4K) has 2,520 and what the model thinks; it is asked for no more than this.
    /// </summary>
    public const long Most = 7_000;
}
