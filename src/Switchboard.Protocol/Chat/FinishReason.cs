namespace Switchboard.Protocol.Chat;

/// <summary>Why the model stopped.</summary>
public enum FinishReason
{
    /// <summary>It had said what it had to say.</summary>
    Stop,

    /// <summary>It wrote one of the caller's stop texts.</summary>
    StopSequence,

    /// <summary>The output limit was reached.</summary>
    Length,

    /// <summary>The context window was full.</summary>
    ContextWindow,

    /// <summary>It waits for tool results.</summary>
    ToolCalls,

    /// <summary>The vendor withheld the answer, or the model refused.</summary>
    ContentFilter,

    /// <summary>The vendor paused a long turn; sent back as it is, the conversation goes on.</summary>
    Pause,
}
