namespace Switchboard.Gateway.Routing;

/// <summary>How one of several targets is chosen.</summary>
internal enum RoutingStrategy
{
    /// <summary>The first in the file that is well.</summary>
    Priority,

    /// <summary>By weight, evenly spread: of weights 2 and 1, two of three requests.</summary>
    Weighted,

    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>The one with the fewest requests under way.</summary>
    LeastBusy,

    /// <summary>The one that lately answered first: of streams the first token counts, else the whole answer.</summary>
    Latency,

    /// <summary>The one that this request costs least with, by the prices in force.</summary>
    Cost,

    /// <summary>The first that has all tags of the request.</summary>
    Tag,

    /// <summary>Any.</summary>
    Random,
}
