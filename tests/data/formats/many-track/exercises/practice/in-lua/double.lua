return function(n)
end
