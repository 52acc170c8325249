namespace Switchboard.Protocol.Chat;

/// <summary>What a relayed frame is.</summary>
public enum StreamFrameKind
{
    /// <summary>Carries nothing of the answer: comments, pings, starts and ends of blocks.</summary>
    Other,

    /// <summary>Carries some of the answer: text, thinking or tool calls.</summary>
    Content,

    /// <summary>Carries usage and no choice, which a caller that did not ask for usage must not see.</summary>
    UsageOnly,

    /// <summary>The dialect's end of a stream.</summary>
    Terminal,

    /// <summary>The vendor reports a failure inside the stream.</summary>
    Error,

    /// <summary>Is no event of the dialect: it is passed on as it came, and the answer is not whole.</summary>
    Unreadable,
}
