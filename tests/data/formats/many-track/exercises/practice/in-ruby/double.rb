def double(n)
end
