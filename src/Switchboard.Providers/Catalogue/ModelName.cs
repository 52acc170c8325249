namespace Switchboard.Providers.Catalogue;

/// <summary>A model's name as a caller wrote it, taken apart: whose model it is, and what that vendor calls it.</summary>
public readonly struct ModelName
{
    private const string LongContextSuffix = "[1m]";

    private static readonly string[] OpenAiNames = ["gpt-", "o1", "o3", "o4", "chatgpt-", "whisper-", "dall-e-", "tts-", "text-embedding-", "text-moderation-", "omni-moderation-"];

    private readonly int _start;
    private readonly int _length;

    private ModelName(string asked, int start, int length, KnownProvider? provider, ModelOrigin origin)
    {
        Asked = asked;
        _start = start;
        _length = length;
        Provider = provider;
        Origin = origin;
    }

    /// <summary>The name as the caller wrote it.</summary>
    public string Asked { get; }

    /// <summary>The provider, or null where the prefix is unknown.</summary>
    public KnownProvider? Provider { get; }

    /// <summary>How the provider was found.</summary>
    public ModelOrigin Origin { get; }

    /// <summary>The vendor's own name of the model, without the prefix.</summary>
    public ReadOnlySpan<char> Model => Asked.AsSpan(_start, _length);

    /// <summary>The vendor's own name as a string: the caller's own where nothing was stripped, else a new one.</summary>
    public string ModelText => _length == Asked.Length ? Asked : Asked.Substring(_start, _length);

    /// <summary>True where the caller wrote Anthropic's suffix for a context of a million tokens.</summary>
    public bool LongContext => _start + _length < Asked.Length;

    /// <summary>The first segment where it names no known provider, else empty.</summary>
    public ReadOnlySpan<char> UnknownPrefix => Origin == ModelOrigin.UnknownPrefix ? Asked.AsSpan(0, Asked.IndexOf('/')) : [];

    /// <summary>Takes a name apart. The prefix is stripped once only: <c>openrouter/meta-llama/llama-3</c> is OpenRouter's <c>meta-llama/llama-3</c>.</summary>
    /// <param name="asked">The name as the caller wrote it.</param>
    /// <param name="catalogue">The providers that may be meant.</param>
    /// <returns>The parts.</returns>
    public static ModelName Parse(string asked, ProviderCatalogue catalogue)
    {
        ReadOnlySpan<char> text = asked;
        int slash = text.IndexOf('/');
        if (slash >= 0)
        {
            return catalogue.TryGet(text[..slash], out KnownProvider? named)
                ? Of(asked, slash + 1, named, ModelOrigin.Prefixed)
                : new ModelName(asked, 0, asked.Length, null, ModelOrigin.UnknownPrefix);
        }

        (string name, ModelOrigin origin) = Detect(text);
        return catalogue.TryGet(name, out KnownProvider? provider)
            ? Of(asked, 0, provider, origin)
            : new ModelName(asked, 0, asked.Length, null, origin);
    }

    private static ModelName Of(string asked, int start, KnownProvider provider, ModelOrigin origin)
    {
        int length = asked.Length - start;
        if (provider.Name == "anthropic" && asked.AsSpan(start).EndsWith(LongContextSuffix, StringComparison.OrdinalIgnoreCase))
        {
            length -= LongContextSuffix.Length;
        }
        return new ModelName(asked, start, length, provider, origin);
    }

    private static (string Provider, ModelOrigin Origin) Detect(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("claude-", StringComparison.OrdinalIgnoreCase))
        {
            return ("anthropic", ModelOrigin.Detected);
        }
        if (text.StartsWith("gemini-", StringComparison.OrdinalIgnoreCase))
        {
            return ("gemini", ModelOrigin.Detected);
        }
        if (text.StartsWith("rerank-", StringComparison.OrdinalIgnoreCase))
        {
            return ("cohere", ModelOrigin.Detected);
        }
        foreach (string name in OpenAiNames)
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return ("openai", ModelOrigin.Detected);
            }
        }
        return ("openai", ModelOrigin.Assumed);
    }
}
