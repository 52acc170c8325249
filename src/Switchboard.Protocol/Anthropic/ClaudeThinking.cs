namespace Switchboard.Protocol.Anthropic;

/// <summary>How a model is told to think.</summary>
internal enum ClaudeThinking
{
    /// <summary>It cannot.</summary>
    None,

    /// <summary>By a budget of tokens.</summary>
    Budget,

    /// <summary>By an effort in words.</summary>
    Adaptive,
}
