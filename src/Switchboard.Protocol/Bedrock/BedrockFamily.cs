namespace Switchboard.Protocol.Bedrock;

/// <summary>Whose model it is, as far as requests differ by that.</summary>
internal enum BedrockFamily
{
    /// <summary>Another maker's.</summary>
    Other,

    /// <summary>Not told: the ARN of an inference profile or of provisioned throughput names no model.</summary>
    Hidden,

    /// <summary>Anthropic's Claude.</summary>
    Claude,

    /// <summary>Amazon's Nova, first generation.</summary>
    Nova,

    /// <summary>Amazon's Nova 2, which can reason.</summary>
    Nova2,

    /// <summary>OpenAI's open-weight models.</summary>
    GptOss,

    /// <summary>Mistral's.</summary>
    Mistral,
}
